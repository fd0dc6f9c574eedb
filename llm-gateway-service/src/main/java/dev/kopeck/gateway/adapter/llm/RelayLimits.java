package dev.kopeck.gateway.adapter.llm;

/**
 * What a relayed answer may take of memory.
 *
 * @param answerBytesMax of an answer that comes as a whole
 * @param eventBytesMax of one event of a stream
 */
record RelayLimits(int answerBytesMax, int eventBytesMax) {}
