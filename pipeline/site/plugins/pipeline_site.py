"""What `datasette pipeline/site -i NAME.db` loads: the hooks of the site, which stand in the package."""

from pipeline.site.plugin import (  # noqa: F401
    asgi_wrapper,
    extra_template_vars,
    get_metadata,
    handle_exception,
    prepare_connection,
    prepare_jinja2_environment,
    register_routes,
    render_cell,
    skip_csrf,
    startup,
)
