package restaurant.ops;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A service with events of its own. */
record Service(String name) {

  static final List<Service> ALL =
      List.of(new Service("menu"), new Service("customers"), new Service("orders"));

  String topic() {
    return name + "-events";
  }

  @Override
  public String toString() {
    return name;
  }

  static final class Converter implements ITypeConverter<Service> {
    @Override
    public Service convert(String name) {
      var service = new Service(name);
      if (!ALL.contains(service)) {
        throw new TypeConversionException("must be one of menu, customers, orders");
      }
      return service;
    }
  }
}
