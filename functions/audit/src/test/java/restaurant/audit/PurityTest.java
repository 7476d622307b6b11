package restaurant.audit;

import org.junit.jupiter.api.Test;
import restaurant.testing.DomainPurity;

class PurityTest {

  @Test
  void theDomainKnowsNoOutside() {
    DomainPurity.check(AuditEntry.class, Shard.class);
  }
}
