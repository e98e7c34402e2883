package io.membership.catalog;

/**
 * One version of a service as its owner has published it.
 *
 * @param number number that the owner has given to this version
 * @param encoded its bytes, passed on as they came
 * @param entry what they say
 */
record StoredEntry(long number, byte[] encoded, ServiceEntry entry) {

}
