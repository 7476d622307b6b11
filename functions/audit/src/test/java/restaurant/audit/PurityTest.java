package restaurant.audit;

import dev.eventfold.testing.DomainPurity;
import org.junit.jupiter.api.Test;

class PurityTest {

  @Test
  void theDomainKnowsNoOutside() {
    DomainPurity.check(AuditEntry.class, Shard.class);
  }
}
