#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# The runner of these tests itself: no script passes by hanging or by ending early.
. "$(dirname "$0")/../lib.sh"

# plant NAME: a test script; its lines come from standard input, after those that include lib.sh.
plant() {
	{
		echo ". '$top/tests/lib.sh'"
		cat
	} >"$scratch/$1_test.sh"
}
# says NAME WANTED STATUS [TIMEOUT]: the runner's sum and its status.
says() {
	said=$(env -u RESULTS E2E_TIMEOUT="${4:-900}" "$top/tests/e2e/run.sh" "$scratch/$1_test.sh" 2>&1)
	status=$?
	same "a script that $1" "e2e: $2 (status $3)" "$(echo "$said" | tail -n 1) (status $status)"
}

plant passes <<'END'
pass one
skip two 'there is none'
END
plant fails <<'END'
pass one
fail two
END
plant hangs <<END
pass one
echo "\$scratch" >'$scratch/place'
tail -f /dev/null
END
plant ends <<'END'
pass one
exit 3
END
plant replaces <<'END'
pass one
exec true
END
plant kills <<'END'
pass one
kill -KILL $$
END
says passes '1 passed, 0 failed, 1 skipped' 0
says fails '1 passed, 1 failed, 0 skipped' 1
says hangs '1 passed, 2 failed, 0 skipped' 1 1
case $said in
*'hangs_test.sh did not end within 1 seconds'*) pass 'it is said that it did not end' ;;
*) fail 'it is said that it did not end' "$said" ;;
esac
check 'its folder is gone' test ! -e "$(cat "$scratch/place")"
says ends '1 passed, 1 failed, 0 skipped' 1
says replaces '1 passed, 1 failed, 0 skipped' 1
says kills '1 passed, 1 failed, 0 skipped' 1
