"""The commands of the command line, a module each: parse, call one function of the engine, print, exit."""
