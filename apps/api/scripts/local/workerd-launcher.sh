#!/bin/sh
# Becomes workerd, and leaves its process id behind, so that one that outlived its parent can be found and ended.
echo $$ > "$OPERATOR_WORKERD_PID_FILE"
exec "$OPERATOR_WORKERD" "$@"
