package restaurant.audit;

/** Which part of the split index of times a document is in, see {@link TimeShards}. */
final class Shard {

  /** The field of the index that holds it. */
  static final String FIELD = "shard";

  /** Four thousand entries a second, and eight small queries a page. */
  static final int COUNT = 8;

  private Shard() {}

  /**
   * @param id what spreads the documents
   */
  static long of(String id) {
    return Math.floorMod(id.hashCode(), COUNT);
  }
}
