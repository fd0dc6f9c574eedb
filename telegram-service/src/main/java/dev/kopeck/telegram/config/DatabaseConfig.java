package dev.kopeck.telegram.config;

import io.smallrye.config.ConfigMapping;

/** Where the database is, for a connection that belongs to no pool. */
@ConfigMapping(prefix = "kopeck.postgres")
public interface DatabaseConfig {

    /** The server without its database, such as {@code postgresql://localhost:15432}. */
    String url();

    /** The user. */
    String username();

    /** The user's password. A secret. */
    String password();
}
