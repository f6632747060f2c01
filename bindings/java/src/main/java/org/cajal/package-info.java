/**
 * Spanish clinical language models in process.
 *
 * <p>{@link org.cajal.Model} loads a model folder; {@link org.cajal.Ner}, {@link org.cajal.FillMask} and
 * {@link org.cajal.Classifier} run it. Every failure is a {@link org.cajal.CajalException} with a code. Messages of the
 * library go to the {@link java.lang.System.Logger} named {@code org.cajal}. No message, error or log line holds text of
 * a document.
 *
 * <p>Thread safety: unless a class says otherwise, its objects may be used from any number of threads at once.
 */
package org.cajal;
