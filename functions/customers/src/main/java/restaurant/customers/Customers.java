package restaurant.customers;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.documents.Query.Operator;
import dev.eventfold.gcp.queries.Holding;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Kind;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.projections.Feed;
import java.util.Map;

/** The customers service: who has signed up, and where they live. */
public final class Customers {

  static final Aggregate<CustomerCommand, CustomerEvent, Customer.State> CUSTOMER =
      Aggregate.of(new Customer(), CustomerEvent.TYPES)
          .reserving(Email::claim)
          .releasing(Email::release)
          .snapshots(
              2,
              Map.of(
                  "unknown", Customer.State.Unknown.class,
                  "signedUp", Customer.State.SignedUp.class,
                  "erased", Customer.State.Erased.class));

  private static final Feed<CustomerEvent, CustomerView> FROM_CUSTOMERS =
      Feed.of(
          CustomerView.VIEW, "customers", CustomerEvent.TYPES, new CustomerView.FromCustomers());

  private static final Resource<CustomerEvent, CustomerView> CUSTOMERS =
      Resource.at("/customers", FROM_CUSTOMERS)
          .filter("email", "email", Operator.EQUAL, Kind.TEXT_IN_ANY_CASE)
          .orderedBy("name", "email")
          .readBy(Readers.SELF)
          .build();

  public static final Service SERVICE =
      Service.named("customers")
          .decides(CUSTOMER, CustomerCommand.TYPES, new CustomerAccess())
          .forgets(CustomerEvent.TYPES, CustomerEvent.CustomerErased.class)
          .exports(() -> Holding.in(Customers.class, "personal.json"))
          .fedBy(FROM_CUSTOMERS)
          .answers(CUSTOMERS)
          .runAs(CustomersFunction.class, CustomersPublisher.class);

  private Customers() {}
}
