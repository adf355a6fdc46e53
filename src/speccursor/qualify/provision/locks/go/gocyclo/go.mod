module speccursor/tool/gocyclo

go 1.24

tool github.com/fzipp/gocyclo/cmd/gocyclo

require github.com/fzipp/gocyclo v0.6.0 // indirect
