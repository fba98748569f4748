"""How every form of the portal is drawn."""

from django.forms.renderers import TemplatesSetting


class PortalRenderer(TemplatesSetting):
    """Fields, forms and error lists come from ``templates/forms/``, so one page of HTML dresses them all."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
