package dev.eventfold.gcp.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text from outside: what is not UTF-8 is an error, not a replacement character. */
public final class Utf8 {

  private Utf8() {}

  public static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  public static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
