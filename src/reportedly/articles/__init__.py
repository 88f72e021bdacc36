"""From text, bytes, a file, HTML, a URL or a feed to articles."""
