"""The full notebook in the browser: JupyterLite, built from packages, served by the site itself.

    book.lite.site.build(info)

makes build/lite/site, which the site's build copies beside its pages. It makes an environment of its own
first, because JupyterLite takes in every extension that it sees.
"""
