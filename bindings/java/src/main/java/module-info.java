/**
 * Cajal for Java: Spanish clinical language models in process, for named-entity recognition, fill-mask and
 * classification.
 *
 * <p>The native code lies in a jar of its own, {@code cajal-VERSION-linux-x86_64.jar}, whose module is
 * {@code org.cajal.natives}: a modular program says {@code requires org.cajal.natives;} besides
 * {@code requires org.cajal;}.
 */
module org.cajal {
    exports org.cajal;
}
