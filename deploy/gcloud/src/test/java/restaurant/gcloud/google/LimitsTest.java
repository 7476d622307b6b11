package restaurant.gcloud.google;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serviceAccounts | {"accountId": "staging8-restaurant-reconciler"} | ''          | true
          serviceAccounts | {"accountId": "staging88-restaurant-reconciler"} | ''         | false
          serviceAccounts | {"accountId": "short"}                         | ''          | false
          roles           | {"roleId": "staging_eventAppender"}            | ''          | true
          roles           | {"roleId": "staging-eventAppender"}            | ''          | false
          databases       | {}                                             | eventstore  | true
          databases       | {}                                             | own         | false
          databases       | {}                                             | event_store | false
          functions       | {}                                             | menu-items  | true
          functions       | {}                                             | menu.items  | false
          jobs            | {"attemptDeadline": "240s"}                    | ''          | true
          jobs            | {"attemptDeadline": "1801s"}                   | ''          | false
          jobs            | {"attemptDeadline": "14s"}                     | ''          | false
          metrics         | {"name": "staging-restaurant-lag"}             | ''          | true
          metrics         | {"name": "restaurant lag"}                     | ''          | false
          topics          | {"labels": {"installation": "a-restaurant"}}   | ''          | true
          topics          | {"labels": {"installation": "A restaurant"}}   | ''          | false
          """)
  void isRefusedForItsForm(String collection, String body, String id, boolean good)
      throws Exception {
    var kind = new Kind("some", collection, "", "", false);
    var refusal = Limits.refusal(kind, (ObjectNode) Call.JSON.readTree(body), id);
    assertEquals(good, refusal.isEmpty(), refusal.toString());
  }
}
