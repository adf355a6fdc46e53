#!/bin/sh
# Removes everything in the folder given.
cd "$1"
rm -rf ./*
