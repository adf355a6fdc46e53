// Goscan says what stands in Go files, without building them: where statements begin, which tests there are, and
// where properties are checked.
//
//	goscan FOLDER LIST
//
// LIST names files, one a line. FOLDER is the module's; both are relative to the folder that it runs in. It writes one
// line of JSON for each file:
//
//	{"path", "error", "package", "statements": [[line, column]], "functions": [[line, end line, column, name]],
//	 "tests": [{"name", "kind", "line"}], "checks": [{"framework", "name", "line", "end", "tests"}]}
//
// Statements are those that "go tool cover" counts. A test's kind is test, example, fuzz or main (TestMain); what makes
// one stands in "go help testfunc". A check is a call of rapid, gopter or testing/quick that tries a property; its tests
// are those that lead to it, by the names of functions on the way.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

type test struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	Line int    `json:"line"`
}

type check struct {
	Framework string   `json:"framework"`
	Name      string   `json:"name"`
	Line      int      `json:"line"`
	End       int      `json:"end"`
	Tests     []string `json:"tests"`
	within    *function
}

type scanned struct {
	Path       string   `json:"path"`
	Error      string   `json:"error"`
	Package    string   `json:"package"`
	Statements [][2]int `json:"statements"`
	Functions  [][4]any `json:"functions"`
	Tests      []test   `json:"tests"`
	Checks     []check  `json:"checks"`
}

// A function is one that is declared, with what its body mentions: names of its own folder, and names of imports.
type function struct {
	folder, name string
	isTest       bool
	mentions     map[string]bool
	imported     map[[2]string]bool
}

type scanner struct {
	files     *token.FileSet
	functions []*function
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: goscan FOLDER LIST")
		os.Exit(2)
	}
	listed, err := os.ReadFile(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	s := scanner{files: token.NewFileSet()}
	var found []scanned
	for _, name := range strings.Split(string(listed), "\n") {
		if name != "" {
			found = append(found, s.scan(path.Clean(os.Args[1]), name))
		}
	}
	for _, file := range found {
		for at := range file.Checks {
			file.Checks[at].Tests = s.leadingTo(file.Checks[at].within)
		}
	}
	out := bufio.NewWriter(os.Stdout)
	for _, file := range found {
		line, err := json.Marshal(file)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		out.Write(line)
		out.WriteByte('\n')
	}
	if err := out.Flush(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func (s *scanner) scan(root, name string) scanned {
	made := scanned{
		Path:       name,
		Statements: [][2]int{},
		Functions:  [][4]any{},
		Tests:      []test{},
		Checks:     []check{},
	}
	file, err := parser.ParseFile(s.files, name, nil, parser.ParseComments)
	if err != nil {
		made.Error = err.Error()
		return made
	}
	made.Package = file.Name.Name
	imports := importsOf(file)
	runnable := map[string]bool{}
	for _, one := range doc.Examples(file) {
		runnable["Example"+one.Name] = one.Output != "" || one.EmptyOutput
	}
	folder := strings.TrimPrefix(path.Dir(name), root+"/")
	if folder == root {
		folder = "."
	}
	for _, declaration := range file.Decls {
		fn, ok := declaration.(*ast.FuncDecl)
		if !ok {
			s.checks(&made, declaration, imports, nil)
			s.statements(&made, declaration)
			continue
		}
		one := s.function(fn, folder, imports)
		made.Functions = append(made.Functions, s.place(fn))
		if kind := kindOf(fn, runnable); kind != "" && strings.HasSuffix(name, "_test.go") {
			one.isTest = kind == "test"
			made.Tests = append(made.Tests, test{fn.Name.Name, kind, s.line(fn.Pos())})
		}
		s.checks(&made, fn, imports, one)
		s.statements(&made, fn)
	}
	return made
}

func (s *scanner) line(pos token.Pos) int {
	return s.files.PositionFor(pos, false).Line
}

func (s *scanner) place(fn *ast.FuncDecl) [4]any {
	name := fn.Name.Name
	if fn.Recv != nil && len(fn.Recv.List) == 1 {
		name = receiver(fn.Recv.List[0].Type) + "." + name
	}
	start := s.files.PositionFor(fn.Pos(), false)
	return [4]any{start.Line, s.line(fn.End()), start.Column, name}
}

func receiver(kind ast.Expr) string {
	switch one := kind.(type) {
	case *ast.StarExpr:
		return receiver(one.X)
	case *ast.ParenExpr:
		return receiver(one.X)
	case *ast.IndexExpr:
		return receiver(one.X)
	case *ast.IndexListExpr:
		return receiver(one.X)
	case *ast.Ident:
		return one.Name
	}
	return "?"
}

// The name that each import has in the file, and its path.
func importsOf(file *ast.File) map[string]string {
	found := map[string]string{}
	for _, one := range file.Imports {
		whole, err := strconv.Unquote(one.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(whole)
		if one.Name != nil {
			name = one.Name.Name
		}
		found[name] = whole
	}
	return found
}

func (s *scanner) function(fn *ast.FuncDecl, folder string, imports map[string]string) *function {
	one := &function{
		folder:   folder,
		name:     fn.Name.Name,
		mentions: map[string]bool{},
		imported: map[[2]string]bool{},
	}
	if fn.Body != nil {
		ast.Inspect(fn.Body, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && imports[x.Name] != "" {
					one.imported[[2]string{imports[x.Name], n.Sel.Name}] = true
					return false
				}
			case *ast.Ident:
				one.mentions[n.Name] = true
			}
			return true
		})
	}
	s.functions = append(s.functions, one)
	return one
}

// Tests that mention the function, or mention one that does, and so on.
func (s *scanner) leadingTo(one *function) []string {
	names := []string{}
	if one == nil {
		return names
	}
	seen := map[*function]bool{one: true}
	for waiting := []*function{one}; len(waiting) > 0; waiting = waiting[1:] {
		if waiting[0].isTest {
			names = append(names, waiting[0].folder+":"+waiting[0].name)
		}
		for _, other := range s.functions {
			if !seen[other] && other.calls(waiting[0]) {
				seen[other] = true
				waiting = append(waiting, other)
			}
		}
	}
	return names
}

func (f *function) calls(other *function) bool {
	if f.folder == other.folder && f.mentions[other.name] {
		return true
	}
	for one := range f.imported {
		if one[1] == other.name && strings.HasSuffix(one[0]+"/", "/"+path.Clean(other.folder)+"/") {
			return true
		}
	}
	return other.folder == "." && f.folder == "." && f.importsOwn(other.name)
}

// An external test (package x_test) imports the folder that it stands in.
func (f *function) importsOwn(name string) bool {
	for one := range f.imported {
		if one[1] == name {
			return true
		}
	}
	return false
}

// What go test takes a function for; runnable are the examples that say what they print.
func kindOf(fn *ast.FuncDecl, runnable map[string]bool) string {
	name := fn.Name.Name
	switch {
	case fn.Recv != nil || fn.Type.TypeParams.NumFields() > 0:
		return ""
	case name == "TestMain" && takes(fn, "M"):
		return "main"
	case begins(name, "Test") && takes(fn, "T"):
		return "test"
	case begins(name, "Fuzz") && takes(fn, "F"):
		return "fuzz"
	case runnable[name]:
		return "example"
	}
	return ""
}

// Whether a name is the prefix, or goes on with what is no small letter.
func begins(name, prefix string) bool {
	rest, ok := strings.CutPrefix(name, prefix)
	if !ok || rest == "" {
		return ok
	}
	first, _ := utf8.DecodeRuneInString(rest)
	return !unicode.IsLower(first)
}

func takes(fn *ast.FuncDecl, letter string) bool {
	if fn.Type.Results.NumFields() > 0 || fn.Type.Params.NumFields() != 1 {
		return false
	}
	pointer, ok := fn.Type.Params.List[0].Type.(*ast.StarExpr)
	if !ok {
		return false
	}
	switch kind := pointer.X.(type) {
	case *ast.Ident:
		return kind.Name == letter
	case *ast.SelectorExpr:
		return kind.Sel.Name == letter
	}
	return false
}

// Statements in lists, and each if after an else: where "go tool cover" begins to count.
func (s *scanner) statements(made *scanned, within ast.Node) {
	note := func(list ...ast.Stmt) {
		for _, one := range list {
			switch one.(type) {
			case *ast.CaseClause, *ast.CommClause, *ast.EmptyStmt, *ast.BlockStmt:
				continue
			}
			at := s.files.PositionFor(one.Pos(), false)
			made.Statements = append(made.Statements, [2]int{at.Line, at.Column})
		}
	}
	ast.Inspect(within, func(node ast.Node) bool {
		switch n := node.(type) {
		case *ast.FuncDecl:
			return n.Name.Name != "_"
		case *ast.BlockStmt:
			note(n.List...)
		case *ast.CaseClause:
			note(n.Body...)
		case *ast.CommClause:
			note(n.Body...)
		case *ast.IfStmt:
			if again, ok := n.Else.(*ast.IfStmt); ok {
				note(again)
			}
		}
		return true
	})
}

const (
	rapid  = "pgregory.net/rapid"
	gopter = "github.com/leanovate/gopter"
	quick  = "testing/quick"
)

var calls = map[[2]string]string{
	{rapid, "Check"}:      "rapid",
	{rapid, "MakeCheck"}:  "rapid",
	{quick, "Check"}:      "quick",
	{quick, "CheckEqual"}: "quick",
}

// Calls that try a property, by the imports of the file that they stand in.
func (s *scanner) checks(made *scanned, within ast.Node, imports map[string]string, one *function) {
	usesGopter := false
	for _, whole := range imports {
		usesGopter = usesGopter || whole == gopter || strings.HasPrefix(whole, gopter+"/")
	}
	ast.Inspect(within, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok {
			return true
		}
		framework, name := "", ""
		switch fn := call.Fun.(type) {
		case *ast.SelectorExpr:
			if x, ok := fn.X.(*ast.Ident); ok {
				framework = calls[[2]string{imports[x.Name], fn.Sel.Name}]
			}
			if framework == "" && usesGopter && fn.Sel.Name == "Property" && len(call.Args) == 2 {
				framework, name = "gopter", literal(call.Args[0])
			}
		case *ast.Ident:
			framework = calls[[2]string{imports["."], fn.Name}]
		}
		if framework != "" {
			made.Checks = append(made.Checks, check{
				Framework: framework,
				Name:      name,
				Line:      s.line(call.Pos()),
				End:       s.line(call.End()),
				within:    one,
			})
		}
		return true
	})
}

func literal(expression ast.Expr) string {
	if one, ok := expression.(*ast.BasicLit); ok && one.Kind == token.STRING {
		if text, err := strconv.Unquote(one.Value); err == nil {
			return text
		}
	}
	return ""
}
