echo $[[ inputs.a ]] "b-$[[ inputs.b | expand_vars ]]" '$[[ inputs.c ]]' $X$[[ inputs.d ]] ${$[[ inputs.e ]]:-f} ${{ inputs.g }}
$[[ inputs.command ]] $[[ not closed
