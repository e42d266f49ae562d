"""A made-up commune: nobody in it exists. It may use every subject of models; nothing but the desktop uses it."""
