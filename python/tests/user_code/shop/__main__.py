raise RuntimeError("a __main__ module is run, not imported")
