// The floor of a start: what a Swift program of the same linkage costs before its first line of its own.
print("hello, world")
