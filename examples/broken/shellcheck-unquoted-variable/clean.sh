#!/bin/sh
# Removes what a build left in the folder given.
set -eu
rm -rf $1/build
