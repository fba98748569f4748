"""Who may see provinces and organisations.

Provinces are public. Organisations are for people who signed in; changing either is the administrator's work.
"""

import rules

rules.add_perm("organisations.view_province", rules.always_allow)
rules.add_perm("organisations.view_organisation", rules.is_active)
