package dev.kopeck.gateway.config;

/** A catalogue that cannot be taken. Its message names the field and never quotes a key. */
final class CatalogueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String complaint;

    CatalogueException(String complaint) {
        super(complaint, null, false, false);
        this.complaint = complaint;
    }

    String complaint() {
        return complaint;
    }
}
