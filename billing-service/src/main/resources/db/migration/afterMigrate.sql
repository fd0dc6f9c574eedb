-- Flyway runs this after every migration: the service's rights on tables that the migration has brought.
SELECT grant_service_role();
