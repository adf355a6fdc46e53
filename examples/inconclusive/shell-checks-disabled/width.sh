#!/bin/sh
# Prints the width of an interval.
echo "$(($2 - $1))"
