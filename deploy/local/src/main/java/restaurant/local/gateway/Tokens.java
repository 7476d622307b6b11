package restaurant.local.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Stands in for an issuer of tokens, with a key of its own that is gone with the process, and
 * checks tokens as API Gateway does: signature, issuer, audience, time.
 */
public final class Tokens {

  static final String ISSUER = "https://issuer.restaurant.local";
  static final String AUDIENCE = "restaurant";

  private static final String BEARER = "Bearer ";

  private static final Duration VALID = Duration.ofHours(12);

  private final RSAKey key;
  private final DefaultJWTProcessor<?> processor;

  private Tokens(RSAKey key) {
    this.key = key;
    var checks = new DefaultJWTProcessor<>();
    // One algorithm: neither "none" nor whatever a token may ask for.
    checks.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            JWSAlgorithm.RS256, new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK()))));
    checks.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            AUDIENCE, new JWTClaimsSet.Builder().issuer(ISSUER).build(), Set.of("sub", "exp")));
    this.processor = checks;
  }

  /** With a new key. */
  public static Tokens make() {
    try {
      return new Tokens(new RSAKeyGenerator(2048).keyID("local").generate());
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has RSA", e);
    }
  }

  /** A token for somebody who works here. */
  public String staff(String name) {
    return sign(claims(name).claim("role", "staff").build());
  }

  /** A token for a guest, whose e-mail address is the name at example.com. */
  public String customer(String name) {
    return sign(claims(name).claim("email", email(name)).claim("email_verified", true).build());
  }

  public static String email(String name) {
    return name + "@example.com";
  }

  public static JWTClaimsSet.Builder claims(String name) {
    return new JWTClaimsSet.Builder()
        .subject(name)
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .expirationTime(Date.from(Instant.now().plus(VALID)));
  }

  public String sign(JWTClaimsSet claims) {
    try {
      var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
      var token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("its own key does not sign", e);
    }
  }

  /**
   * The claims of a request's token.
   *
   * @throws GatewayError.Raised it has none, or none that is good
   */
  Map<String, Object> check(Request request) throws GatewayError.Raised {
    var header =
        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
            .filter(it -> it.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .orElseThrow(GatewayError::noToken);
    try {
      var token = SignedJWT.parse(header.substring(BEARER.length()).strip());
      try {
        return processor.process(token, null).toJSONObject();
      } catch (BadJOSEException | JOSEException e) {
        throw why(token.getJWTClaimsSet());
      }
    } catch (ParseException e) {
      throw GatewayError.badToken(
          "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections");
    }
  }

  /** What is wrong with a token, in the order in which Envoy looks: the signature comes last. */
  private static GatewayError.Raised why(JWTClaimsSet claims) {
    if (!ISSUER.equals(claims.getIssuer())) {
      return GatewayError.badToken("Jwt issuer is not configured");
    }
    var end = claims.getExpirationTime();
    if (end != null && end.before(new Date())) {
      return GatewayError.badToken("Jwt is expired");
    }
    return claims.getAudience().contains(AUDIENCE)
        ? GatewayError.badToken("Jwt verification fails")
        : GatewayError.forOthers();
  }
}
