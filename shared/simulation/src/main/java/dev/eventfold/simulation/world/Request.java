package dev.eventfold.simulation.world;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.functions.HttpRequest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A POST of JSON, or a GET, that never sees a network. */
public final class Request implements HttpRequest {

  private final String method;
  private final String path;
  private final Optional<String> query;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final byte[] body;
  private final InputStream stream;

  public Request(String path, Map<String, String> headers, byte[] body) {
    this(path, Optional.empty(), headers, body);
  }

  public Request(String path, Optional<String> query, Map<String, String> headers, byte[] body) {
    this("POST", path, query, headers, body);
  }

  private Request(
      String method,
      String path,
      Optional<String> query,
      Map<String, String> headers,
      byte[] body) {
    this.method = method;
    this.path = path;
    this.query = query;
    headers.forEach((name, value) -> this.headers.put(name, List.of(value)));
    this.body = body;
    this.stream = new Body(body);
  }

  public static Request get(
      String path, Map<String, String> query, Map<String, String> headers, Caller caller) {
    var all = new HashMap<>(headers);
    all.put("X-Apigateway-Api-Userinfo", caller.userinfo());
    all.put("X-Correlation-Id", caller.name());
    return get(path, query, all);
  }

  public static Request get(String path, Map<String, String> query, Map<String, String> headers) {
    var encoded =
        query.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    return new Request("GET", path, Optional.of(encoded), headers, new byte[0]);
  }

  private static final class Body extends ByteArrayInputStream {

    Body(byte[] bytes) {
      super(bytes);
    }

    /** The inherited one fills buffers of 16 KiB, and a run has a hundred requests. */
    @Override
    public byte[] readNBytes(int length) {
      int end = Math.min(count, pos + length);
      var bytes = Arrays.copyOfRange(buf, pos, end);
      pos = end;
      return bytes;
    }
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public String getUri() {
    return path;
  }

  @Override
  public String getPath() {
    return path;
  }

  @Override
  public Optional<String> getQuery() {
    return query;
  }

  @Override
  public Map<String, List<String>> getQueryParameters() {
    return Map.of();
  }

  @Override
  public Map<String, HttpPart> getParts() {
    return Map.of();
  }

  @Override
  public Optional<String> getContentType() {
    return Optional.of("application/json");
  }

  @Override
  public long getContentLength() {
    return body.length;
  }

  @Override
  public Optional<String> getCharacterEncoding() {
    return Optional.of("utf-8");
  }

  @Override
  public InputStream getInputStream() {
    return stream;
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(stream, UTF_8));
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return headers;
  }
}
