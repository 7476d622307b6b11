package dev.eventfold.gcp.http;

import com.google.cloud.functions.HttpRequest;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A request that never sees a network. */
public record Asked(
    String method, URI uri, Map<String, List<String>> headers, InputStream body, long length)
    implements HttpRequest {

  /** A GET by somebody: "clerk" is staff, all others are not. */
  public static Asked get(String caller, String target, String... headers) {
    return by(caller, "GET", target, InputStream.nullInputStream(), 0, headers);
  }

  public static Asked post(String caller, String target, InputStream body, long length) {
    return by(caller, "POST", target, body, length, "Content-Type", "application/json");
  }

  /** The same by another method, and without a body. */
  public Asked by(String other) {
    return new Asked(other, uri, headers, InputStream.nullInputStream(), 0);
  }

  private static Asked by(
      String caller,
      String method,
      String target,
      InputStream body,
      long length,
      String... headers) {
    var all = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
    var role = caller.equals("clerk") ? "staff" : "member";
    var claims = "{\"sub\":\"%s\",\"role\":\"%s\"}".formatted(caller, role);
    all.put(
        "X-Apigateway-Api-Userinfo",
        List.of(Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))));
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], List.of(headers[i + 1]));
    }
    return new Asked(method, URI.create(target), all, body, length);
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public String getUri() {
    return uri.toString();
  }

  @Override
  public String getPath() {
    return uri.getPath();
  }

  @Override
  public Optional<String> getQuery() {
    return Optional.ofNullable(uri.getRawQuery());
  }

  @Override
  public Map<String, List<String>> getQueryParameters() {
    return getQuery().stream()
        .flatMap(query -> Arrays.stream(query.split("&")))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.groupingBy(
                pair -> pair[0], Collectors.mapping(pair -> pair[1], Collectors.toList())));
  }

  @Override
  public Map<String, HttpPart> getParts() {
    return Map.of();
  }

  @Override
  public Optional<String> getContentType() {
    return getFirstHeader("Content-Type");
  }

  @Override
  public long getContentLength() {
    return length;
  }

  @Override
  public Optional<String> getCharacterEncoding() {
    return Optional.of("utf-8");
  }

  @Override
  public InputStream getInputStream() {
    return body;
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return headers;
  }
}
