package restaurant.gcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import restaurant.gcloud.google.Policies;

/** Whom the processes of services ask, with which tokens, and for how long they wait. */
@Needs({Needs.Tool.GCLOUD, Needs.Tool.JQ, Needs.Tool.CURL, Needs.Tool.EMULATORS})
class ProvidersTest extends Installed {

  private static final Set<String> THOSE_THAT_ASK =
      Set.of("payments-on-payments", "payments-reconciler", "payments-timer");

  private static final String TOKEN = "PROVIDER_CHARGE_TOKEN";

  @BeforeEach
  void payments() {
    scripts.set("SERVICES", "payments");
  }

  private void provider() {
    scripts.set("PROVIDER_CHARGE_URL", "https://bank.example/charges?of=us&to=all");
    scripts.set("PROVIDER_CHARGE_SECRET", "bank-token");
  }

  @Tag("campaign")
  @Test
  void aDeployIsLoudAboutWhomItDoesNotKnow() {
    scripts.set("SERVICES", "orders,payments");
    var warning = "WARNING: payments asks nobody, where these are empty: ";
    assertTrue(
        plan()
            .contains(
                warning + "PROVIDER_CHARGE_URL PROVIDER_REFUND_URL PROVIDER_RECEIPT_URL. What"));

    scripts.set("PROVIDER_CHARGE_URL", "https://bank.example/charges");
    scripts.set("PROVIDER_REFUND_URL", "https://bank.example/refunds");
    assertTrue(plan().contains(warning + "PROVIDER_RECEIPT_URL. What"));

    scripts.set("PROVIDER_RECEIPT_URL", "https://mail.example/");
    assertFalse(plan().contains("WARNING"));
    scripts.set("PROVIDER_CHARGE_URL", "").set("SERVICES", "menu");
    assertFalse(plan().contains("WARNING"));
  }

  /** An order that is to be paid waits for a payment. */
  @Tag("campaign")
  @Test
  void aDeployIsLoudAboutWhoIsMissing() {
    var warning = "WARNING: payments is not deployed: nobody does what follows from orders-events";
    scripts.set("SERVICES", "menu,customers,orders");
    assertTrue(plan().contains(warning + " (payments-on-orders)."));
    scripts.set("SERVICES", "menu,customers,orders,payments");
    assertFalse(plan().contains("is not deployed"));
    scripts.set("SERVICES", "menu,customers");
    assertFalse(plan().contains("is not deployed"));

    scripts.set("SERVICES", "payments");
    var deployed = scripts.run("deploy").mustPass().output();
    assertTrue(deployed.contains("WARNING: orders is not deployed: "), deployed);
    scripts.set("SERVICES", "orders");
    var planned = scripts.run("plan").output();
    assertFalse(planned.contains("is not deployed"), planned);
  }

  private String plan() {
    return scripts.run("deploy", "--dry-run").mustPass().output();
  }

  @Tag("campaign")
  @Test
  void thoseThatAskMayReadTheTokenAndNobodyElse() {
    provider();
    // All that are there: they have one form.
    scripts.set("SERVICES", "menu,payments");
    var tooEarly = scripts.run("deploy");
    assertEquals(1, tooEarly.status(), tooEarly.output());
    assertTrue(tooEarly.output().contains("There is no secret bank-token"), tooEarly.output());

    google.google().secrets().make("bank-token");
    commands("deploy");
    assertEquals(ofSecrets(IamTable.read().rights("bank-token")), ofSecrets());
    assertEquals(THOSE_THAT_ASK, tokensOfFunctions().keySet());
    assertEquals(Set.of(TOKEN + "=bank-token:latest"), Set.copyOf(tokensOfFunctions().values()));
    assertEquals(List.of(), commands("deploy"));

    commands("deploy", "--images");
    assertEquals(THOSE_THAT_ASK, tokensOfServices().keySet());
    assertEquals(Set.of(TOKEN + "=bank-token:latest"), Set.copyOf(tokensOfServices().values()));
    assertEquals(List.of(), commands("deploy"));

    scripts.set("PROVIDER_CHARGE_SECRET", "bank-token:1");
    assertEquals(THOSE_THAT_ASK.size(), commands("deploy").size());
    assertEquals(Set.of(TOKEN + "=bank-token:1"), Set.copyOf(tokensOfServices().values()));

    scripts.set("PROVIDER_CHARGE_SECRET", "");
    assertEquals(THOSE_THAT_ASK.size(), commands("deploy").size());
    assertEquals(Map.of(), tokensOfServices());
    assertEquals(List.of(), UnknownFields.of(google.bodies()).stream().distinct().toList());

    scripts.set("PROVIDER_CHARGE_SECRET", "bank-token");
    destroy();
    assertEquals(Set.of(), ofSecrets());
  }

  @Tag("campaign")
  @Test
  void aFunctionLosesATokenThatIsNotNamedAnyMoreAndADestroyMissesNoSecret() {
    provider();
    google.google().secrets().make("bank-token");
    commands("deploy");

    scripts.set("PROVIDER_CHARGE_SECRET", "");
    assertEquals(THOSE_THAT_ASK.size(), commands("deploy").size());
    assertEquals(Map.of(), tokensOfFunctions());

    google.google().secrets().delete("bank-token");
    scripts.set("PROVIDER_CHARGE_SECRET", "bank-token");
    destroy();
  }

  private Set<Policies.Right> ofSecrets() {
    return ofSecrets(google.google().policies().rights().collect(Collectors.toSet()));
  }

  private static Set<Policies.Right> ofSecrets(Set<Policies.Right> rights) {
    return rights.stream()
        .filter(right -> right.resource().contains("/secrets/"))
        .collect(Collectors.toSet());
  }

  /** By the names of functions. */
  private Map<String, String> tokensOfFunctions() {
    var tokens = new TreeMap<String, String>();
    google
        .google()
        .resources()
        .forEach(
            (name, function) -> {
              for (var it : function.at("/serviceConfig/secretEnvironmentVariables")) {
                tokens.put(
                    name.replaceFirst(".*/", ""),
                    "%s=%s:%s"
                        .formatted(
                            it.path("key").asText(),
                            it.path("secret").asText(),
                            it.path("version").asText()));
              }
            });
    return tokens;
  }

  /** By the names of services from images. */
  private Map<String, String> tokensOfServices() {
    var tokens = new TreeMap<String, String>();
    google
        .google()
        .resources()
        .forEach(
            (name, service) -> {
              for (var it : service.at("/spec/template/spec/containers/0/env")) {
                var reference = it.at("/valueFrom/secretKeyRef");
                if (!reference.isMissingNode()) {
                  tokens.put(
                      name.replaceFirst(".*/", ""),
                      "%s=%s:%s"
                          .formatted(
                              it.path("name").asText(),
                              reference.path("name").asText(),
                              reference.path("key").asText()));
                }
              }
            });
    return tokens;
  }

  @Test
  void whoDecidesKnowsHowLongOneWaits() {
    scripts.set("SERVICES", "").set("TIME_TO_PLACE", "PT1H").set("TIME_TO_PAY", "P1DT0.5S");
    var printed = commands("deploy", "--dry-run");
    assertEquals(Set.of("orders-commands"), told(printed, "TIME_TO_PLACE=PT1H"));
    assertEquals(
        Set.of("payments-on-orders", "payments-on-payments", "payments-reconciler"),
        told(printed, "TIME_TO_PAY=P1DT0.5S"));
  }

  private static Set<String> told(List<String> commands, String setting) {
    return commands.stream()
        .filter(line -> line.matches(".* functions deploy .*[;\"]" + setting + "[;\"].*"))
        .map(line -> line.replaceFirst(".* functions deploy (\\S+) .*", "$1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Tag("campaign")
  @Test
  void aTimerIsCalledAsOftenAndMayTakeAsLongAsOneSays() {
    scripts.set("TIMER_SCHEDULE", "*/2 * * * *").set("TIMER_TIMEOUT", "90s");
    commands("deploy");
    var job = inventoryOf("^cloudscheduler .*/jobs/payments-timer");
    assertTrue(job.getFirst().contains("  schedule: */2 * * * *\n"), job.toString());
    assertTrue(job.getFirst().contains("  attemptDeadline: 90s\n"), job.toString());
    var function = inventoryOf("^cloudfunctions .*/functions/payments-timer").toString();
    assertTrue(function.contains("TIMER_TIMEOUT: 90s\n"), function);
    assertTrue(function.contains("timeoutSeconds: 90\n"), function);
    assertTrue(scripts.run("status").mustPass().output().contains("payments-timer\t*/2 * * * *\t"));
    assertEquals(List.of(), commands("deploy"));

    scripts.set("TIMER_SCHEDULE", "* * * * *");
    assertTrue(commands("deploy").toString().contains("scheduler jobs update http payments-timer"));
  }

  /** By the rules of those who read them, which would else find out at the first call. */
  @ParameterizedTest
  @CsvSource({
    "TIME_TO_PLACE, 30",
    "TIME_TO_PLACE, PT",
    "TIME_TO_PLACE, P1DT",
    "TIME_TO_PLACE, PT0M",
    "TIME_TO_PAY, -PT5M",
    "TIME_TO_PAY, PT5M;CALLER_ACCOUNT=me",
    "TIMER_TIMEOUT, 60",
    "TIMER_TIMEOUT, 40s",
    "TIMER_TIMEOUT, 1801s",
    "CLOCK_SILENCE, 10",
    "CLOCK_SILENCE, 90s",
    "CLOCK_SILENCE, 86400s",
    "PROVIDER_CHARGE_URL, bank.example",
    "PROVIDER_CHARGE_URL, http://bank.example/",
    "PROVIDER_CHARGE_URL, https://bank.example/;CALLER_ACCOUNT=me",
    "PROVIDER_REFUND_SECRET, bank-token"
  })
  void whatNobodyCouldReadIsRefused(String setting, String value) {
    var refused = scripts.set(setting, value).run("deploy");
    assertEquals(1, refused.status(), refused.output());
    assertTrue(refused.output().startsWith("deploy: " + setting + " "), refused.output());
    assertEquals(List.of(), google.takeChanges());
  }

  @Test
  void aTokenThatIsGivenInsteadOfItsNameIsNotRepeated() {
    scripts.set("PROVIDER_CHARGE_URL", "https://bank.example/");
    var refused = scripts.set("PROVIDER_CHARGE_SECRET", "sk_live.4242/==").run("deploy");
    assertEquals(1, refused.status(), refused.output());
    assertFalse(refused.output().contains("4242"), refused.output());
  }
}
