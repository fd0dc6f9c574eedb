-- One database per service; each service brings its own tables.
CREATE DATABASE billing;
CREATE DATABASE gateway;
CREATE DATABASE telegram;
