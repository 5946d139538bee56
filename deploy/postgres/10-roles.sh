#!/bin/sh
# The database and its two logins, as every installation has them: the owner of the schema, who migrates, and the application, which
# owns nothing. What PgBouncer must not pass on with a connection stands at the application's role.
set -eu
psql --username=postgres --set=ON_ERROR_STOP=1 \
  --set=owner_password="$OWNER_PASSWORD" --set=app_password="$APP_PASSWORD" <<'SQL'
CREATE ROLE white_cross_app NOLOGIN;
CREATE ROLE white_cross_owner LOGIN CREATEROLE PASSWORD :'owner_password';
CREATE ROLE white_cross_login LOGIN PASSWORD :'app_password' IN ROLE white_cross_app;
CREATE DATABASE white_cross OWNER white_cross_owner;
ALTER ROLE white_cross_login SET statement_timeout = '30s';
ALTER ROLE white_cross_login SET idle_in_transaction_session_timeout = '30s';
\connect white_cross
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
SQL
