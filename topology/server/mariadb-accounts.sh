#!/bin/sh
# Runs once, when the database server is new: an account for each room, which reads and writes the rows of the room's own
# database and nothing else. It neither makes tables nor changes them; `confide migrate` does, as root.
# Wants MARIADB_ROOT_PASSWORD and a DATABASE_PASSWORD_ROOM for each. Passwords of `confide secrets` need no escaping.
set -eu

# An underscore in a grant stands for any character unless it is escaped.
account() {
  room=$1 password=$2
  pattern=$(printf 'confide_%s' "$room" | sed 's/_/\\_/g')
  cat <<SQL
CREATE USER IF NOT EXISTS '$room'@'%' IDENTIFIED BY '$password';
GRANT SELECT, INSERT, UPDATE, DELETE ON \`$pattern\`.* TO '$room'@'%';
SQL
}

{
  account user_profile "$DATABASE_PASSWORD_USER_PROFILE"
  account consent "$DATABASE_PASSWORD_CONSENT"
  account offers "$DATABASE_PASSWORD_OFFERS"
  account identity "$DATABASE_PASSWORD_IDENTITY"
} | MYSQL_PWD=$MARIADB_ROOT_PASSWORD mariadb --no-defaults --user=root
