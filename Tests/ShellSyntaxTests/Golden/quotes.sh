echo a\ b 'c d' "e $f \"g\" \x" $'h\n' "" x"y"'z'
