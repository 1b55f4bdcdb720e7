f() { a "$1"; } 2>&1
function g { b; }
function h() (c)
