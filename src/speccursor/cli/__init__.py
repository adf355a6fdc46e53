"""The command line: one file per command. It wires everything together, and alone prints and exits."""
