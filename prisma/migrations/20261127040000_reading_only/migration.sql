-- TOK-6: a person may connect an account for reading only; then nothing that would let us write is asked for. A column with a
-- constant default costs no rewrite and fits the version before, which asked for everything of everybody.
set local lock_timeout = '2s';
alter table connections add column may_write boolean not null default true;
