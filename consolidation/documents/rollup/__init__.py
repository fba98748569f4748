"""Several plans on paper: side by side, as one, by former area. The paper is Vietnamese on every screen."""
