module speccursor/tool/gobco

go 1.24

tool github.com/rillig/gobco

require github.com/rillig/gobco v1.3.4 // indirect
