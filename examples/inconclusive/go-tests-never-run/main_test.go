package interval

import "testing"

func TestMain(*testing.M) {
}
