"""The site: pages rendered on the server, readable without JavaScript."""
