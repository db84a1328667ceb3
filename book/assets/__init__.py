"""What the site runs in the browser and what it is made from.

    manifest.toml   the files from elsewhere: version, source, sha256
    gather          fetches them into build/assets; `python -m book.assets` does it before the site is built
    wheel           the course's own wheel for the browser
"""
