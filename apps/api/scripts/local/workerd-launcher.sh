#!/bin/sh
# Becomes workerd, and leaves its process id behind, so that one that outlived its parent can be found and ended. Beside
# it a watcher waits for the parent to go: killed without a word, it cannot take workerd with it.
echo $$ > "$OPERATOR_WORKERD_PID_FILE"
(
  while kill -0 "$PPID" && kill -0 $$; do sleep 1; done
  kill -9 $$
) </dev/null >/dev/null 2>&1 3>&- &
exec "$OPERATOR_WORKERD" "$@"
