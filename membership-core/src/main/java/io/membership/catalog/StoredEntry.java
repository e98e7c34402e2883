package io.membership.catalog;

/**
 * One version of a service, as published by its owner.
 *
 * @param number number that the owner gave to this version
 * @param encoded its bytes, passed on unchanged
 * @param entry the decoded entry
 */
record StoredEntry(long number, byte[] encoded, ServiceEntry entry) {

}
