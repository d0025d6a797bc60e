#!/bin/sh
# The database role of the signer: it reads, and writes nothing. Tables that the service makes later are included.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$SIGNER_PASSWORD" --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
create role akashi_signer login password :'password';
alter role akashi_signer set default_transaction_read_only = on;
grant usage on schema public to akashi_signer;
grant select on all tables in schema public to akashi_signer;
alter default privileges in schema public grant select on tables to akashi_signer;
SQL
