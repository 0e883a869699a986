"""Draws a scene, plain frozen data, as one web page that opens with no network.

Build a `maps.scene.Scene` and give it to `maps.page.render`. Nothing here knows what a plan is.
"""
